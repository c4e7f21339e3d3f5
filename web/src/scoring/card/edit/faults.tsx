import { createContext, type ReactNode, useContext, useId } from 'react';
import classes from './Edit.module.css';

/** What the server refused of the card as it stands: where ("groups[0].measures[1].scale[2].score"), and why. */
export interface Fault {
  path: string;
  message: string;
}

const Faults = createContext<{ fault: Fault | null; prefix: string }>({ fault: null, prefix: '' });

export function FaultProvider({ fault, children }: { fault: Fault | null; children: ReactNode }) {
  return <Faults.Provider value={{ fault, prefix: useId() }}>{children}</Faults.Provider>;
}

/** Whether the fault is at or below this place. */
export function useIsFaulty(path: string): boolean {
  const at = useContext(Faults).fault?.path ?? '';
  return at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
}

/** For an input with a label of its own, which has room for the sentence below it. */
export function useFaultMessage(path: string): string | undefined {
  const { fault } = useContext(Faults);
  return fault?.path === path ? fault.message : undefined;
}

/** For an input that names its place: marked, its message the `FaultText` of the same place. */
export function useFaultMark(path: string) {
  const isFaulty = useIsFaulty(path);
  const { prefix } = useContext(Faults);
  return isFaulty ? { error: true, 'aria-errormessage': `${prefix}${path}` } : {};
}

/** The sentence beside it; `isExact` leaves to what is inside what is inside's. */
export function FaultText({ path, isExact = false }: { path: string; isExact?: boolean }) {
  const { fault, prefix } = useContext(Faults);
  const isFaulty = useIsFaulty(path);
  if (!fault || !isFaulty || (isExact && fault.path !== path)) return null;
  return (
    <p className={classes.fault} id={`${prefix}${path}`} aria-live="polite" data-fault>
      {fault.message}
    </p>
  );
}
