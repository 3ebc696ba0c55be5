/** toMoment rounds a time in days to about a tenth of a second, so that it can be written down. */
export const toMoment = (days: number): number => Math.round(days * 1e6) / 1e6;
