import { clearCalls } from './calls.ts';

export default function globalSetup(): void {
  clearCalls();
}
