import { useCallback, useState } from 'react';
import { useSession } from '@/access/session';
import { type Day, isDay } from '@/lib/day';

/** An interview that is going on: what has been filled in so far. */
export interface SheetDraft {
  ratings: Record<string, number>;
  evidence: Record<string, string>;
  /** Left out: the day on which it is saved. */
  day: Day | null;
  /** Who is being asked. */
  person: string;
  note: string;
  /** In which the questions are read out; null: the questionnaire's first. */
  language: string | null;
}

const empty: SheetDraft = { ratings: {}, evidence: {}, day: null, person: '', note: '', language: null };

const placeOf = (account: string, who: string) => `ripen-interview:${who}:${account}`;

const entriesOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** What a browser has kept may be from an earlier version, or somebody's hand. */
function read(place: string): SheetDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { ratings, evidence, day, person, note, language } = kept as Record<string, unknown>;
    return {
      ratings: Object.fromEntries(
        entriesOf(ratings).filter(([, value]) => Number.isInteger(value) && value >= 1 && value <= 5),
      ),
      evidence: Object.fromEntries(entriesOf(evidence).filter(([, text]) => typeof text === 'string')),
      day: typeof day === 'string' && isDay(day) ? day : null,
      person: typeof person === 'string' ? person : '',
      note: typeof note === 'string' ? note : '',
      language: typeof language === 'string' ? language : null,
    };
  } catch {
    return null;
  }
}

function write(place: string, draft: SheetDraft | null): boolean {
  try {
    if (draft) localStorage.setItem(place, JSON.stringify(draft));
    else localStorage.removeItem(place);
    return true;
  } catch {
    return false;
  }
}

/** Whether an interview with this account was begun in this browser and not saved yet. */
export function useHasDraft(account: string): boolean {
  const { me } = useSession();
  return me ? read(placeOf(account, me.email ?? '')) !== null : false;
}

/** Every change is kept in this browser at once: a call that drops, or a closed window, loses nothing. */
export function useSheetDraft(account: string) {
  const { me } = useSession();
  const place = placeOf(account, me?.email ?? '');
  const [draft, setDraft] = useState(() => read(place) ?? empty);
  const [isBegun, setIsBegun] = useState(() => read(place) !== null);
  const [isKept, setIsKept] = useState(true);

  const change = useCallback(
    (part: Partial<SheetDraft>) => {
      const next = { ...draft, ...part };
      setDraft(next);
      setIsBegun(true);
      setIsKept(write(place, next));
    },
    [draft, place],
  );
  const forget = useCallback(() => {
    write(place, null);
    setDraft(empty);
    setIsBegun(false);
  }, [place]);
  return { draft, change, forget, isBegun, isKept };
}
