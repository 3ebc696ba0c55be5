/** One thing that the doctor looked at. */
export interface Check {
  readonly name: string;
  /** `note` is no fault, and worth knowing. */
  readonly state: 'good' | 'note' | 'wrong';
  /** What was seen; no secret is in it. */
  readonly seen: string;
  /** The one step that mends it. */
  readonly fix?: string | undefined;
}

export const good = (name: string, seen: string): Check => ({ name, state: 'good', seen });
export const note = (name: string, seen: string, fix?: string): Check => ({ name, state: 'note', seen, fix });
export const wrong = (name: string, seen: string, fix: string): Check => ({ name, state: 'wrong', seen, fix });
