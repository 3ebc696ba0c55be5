// The parts of the README that are made: what the tool prints of the stories, and the tables of the other examples.
import { quoteOf } from './quote.mjs';

/** fillReadme puts what was made between `<!-- made: NAME -->` and `<!-- /made -->`. */
export function fillReadme(text, made) {
  const names = [...text.matchAll(/<!-- made: (\S+) -->/g)].map(([, name]) => name);
  const missing = Object.keys(made).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`README.md has no place for ${missing.join(', ')}`);
  return text.replace(
    /(<!-- made: (\S+) -->\n)[^]*?(<!-- \/made -->)/g,
    (_, start, name, end) => `${start}\n${made[name]}\n\n${end}`,
  );
}

/** storyQuote gives what came out of a story, with the history and without it. */
export function storyQuote(withHistory, withoutHistory) {
  const { headline, told } = quoteOf(withHistory);
  const fence = '```';
  const bare = quoteOf(withoutHistory).headline;
  return `${fence}text\n${[headline, ...told].join('\n\n')}\n${fence}\n\nWithout the history: ${bare}.`;
}

/** exampleTable lists the examples of a group, its columns as wide as the formatter wants them. */
export function exampleTable(group, examples) {
  const rows = [['file', 'what it shows'], ...examples.map(({ name, shows }) => [`\`${group}/${name}.json\``, shows])];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}
