/** Answers kept at most: what is asked about more than these was asked by somebody who guesses. */
const MOST = 10_000;

/** rememberEach asks once for each name and answers alike for a while; a failure is not remembered. */
export function rememberEach<T>(
  forMs: number,
  now: () => number,
  ask: (name: string) => Promise<T>,
): (name: string) => Promise<T> {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined && now() < known.until) return known.answer;
    const answer = ask(name);
    if (answers.size >= MOST) answers.clear();
    answers.set(name, { until: now() + forMs, answer });
    answer.catch(() => {
      if (answers.get(name)?.answer === answer) answers.delete(name);
    });
    return answer;
  };
}
