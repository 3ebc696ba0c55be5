// The short form of a judge's report, for the README and `npm start`: what is proved, what is open, what came out.

/** quoteOf takes from the text that `assize judge` prints of one file the headline and the sections that tell it. */
export function quoteOf(report) {
  const [title, ...sections] = report.trimEnd().split('\n\n');
  const [, headline] = title.split('\n');
  const told = sections.filter((section) => !/^(The note|The claims)\n/.test(section)).map(withoutWeights);
  return { headline, told };
}

/** Of a question: the hypotheses and how it stands, without the weights of evidence. */
function withoutWeights(section) {
  const lines = section.split('\n');
  const weights = lines.findIndex((line) => line.startsWith('Why ('));
  return (weights < 0 ? lines : lines.slice(0, weights)).join('\n');
}
