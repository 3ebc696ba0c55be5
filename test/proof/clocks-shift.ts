/** Preloaded into a process (`--import`): its clock is SHIFT_MS ahead, or behind where that is negative. Only `Date` is. */
const shiftMs = Number(process.env['SHIFT_MS'] ?? 0);
const Real = globalThis.Date;

globalThis.Date = new Proxy(Real, {
  construct: (target, args: [], self) =>
    Reflect.construct(target, args.length === 0 ? [Real.now() + shiftMs] : args, self) as object,
  apply: () => new Real(Real.now() + shiftMs).toString(),
  get: (target, name) => (name === 'now' ? () => Real.now() + shiftMs : (Reflect.get(target, name) as unknown)),
});
