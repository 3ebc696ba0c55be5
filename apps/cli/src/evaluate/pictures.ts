import { drawCalibration, drawDotPlot, type DotSeries } from '#viz';
import { ORACLE, OURS } from './contestants.ts';
import { overallOf, seedsOf, type Report, type Row } from './report.ts';

type Look = Omit<DotSeries, 'label'>;

/** How each judge is drawn wherever it is, ours first: by a mark of its own as well as a colour. */
const LOOKS: Readonly<Record<string, Look>> = {
  [OURS]: { mark: 'disc', ink: 'claim' },
  plain: { mark: 'ring', ink: 'opposes' },
  'dawid-skene': { mark: 'diamond', ink: 'supports' },
  rating: { mark: 'square', ink: 'fork' },
  beta: { mark: 'triangle', ink: 'culprit' },
  eigentrust: { mark: 'cross', ink: 'line' },
  'fewest-conflicts': { mark: 'plus', ink: 'line' },
  'first-come': { mark: 'bar', ink: 'line' },
  uniform: { mark: 'bar', ink: 'hairline' },
  [ORACLE]: { mark: 'bar', ink: 'ink' },
};
/** What is added to the name of a reputation system that is told of the evidence. */
const EVIDENCE = '-evidence';

const nameOf = (judge: string): string => (judge.endsWith(EVIDENCE) ? judge.slice(0, -EVIDENCE.length) : judge);
const looksOf = (judge: string): Look => LOOKS[nameOf(judge)]!;

/** drawReport draws what the report says; by file name, SVG. */
export function drawReport(report: Report): ReadonlyMap<string, string> {
  const pictures = new Map<string, string>();
  const isRated = [...overallOf(report).values()].every(({ skill }) => skill !== null);
  if (isRated) pictures.set('skill.svg', drawSkill(report));
  pictures.set('calibration.svg', drawCurves(report));
  const harm = drawHarm(report);
  if (harm !== null) pictures.set('harm.svg', harm);
  return pictures;
}

const seriesOf = (judges: readonly string[]): DotSeries[] => judges.map((label) => ({ label, ...looksOf(label) }));

/**
 * Who is drawn, ours first: not those who are where they are by definition, nor a reputation system that is there a
 * second time with evidence, unless nobody else is left.
 */
function drawn({ judges }: Report): readonly string[] {
  const places = Object.keys(LOOKS);
  const shown = judges
    .filter((judge) => judge !== ORACLE && judge !== 'uniform' && !judges.includes(`${judge}${EVIDENCE}`))
    .toSorted((a, b) => places.indexOf(nameOf(a)) - places.indexOf(nameOf(b)));
  return shown.length > 0 ? shown : judges;
}

function drawSkill(report: Report): string {
  const judges = drawn(report);
  // The last group is all families: each stands in one of those before it, if there are any.
  const parts = report.groups.length === 1 ? report.groups : report.groups.slice(0, -1);
  const valuesOf = (row: Row): (number | null)[] => judges.map((judge) => row.get(judge)!.skill);
  return drawDotPlot({
    title: 'Skill by family',
    subtitle: `0 is guessing, 1 an oracle that knows every rate; ${seedsOf(report)}, further right is better`,
    axis: { label: 'skill', from: -0.2, to: 1, digits: 2 },
    series: seriesOf(judges),
    groups: [
      ...parts.map(({ title, families }) => ({
        heading: title,
        rows: families.map((label) => ({ label, values: valuesOf(report.families.get(label)!) })),
      })),
      {
        heading: 'mean',
        rows: report.groups.map(({ title, overall }) => ({ label: title, values: valuesOf(overall) })),
      },
    ],
    join: null,
  });
}

const CURVES: readonly string[] = [OURS, 'plain', 'dawid-skene', 'beta-evidence'];

function drawCurves(report: Report): string {
  const judges = CURVES.filter((judge) => report.judges.includes(judge));
  const shown = judges.length > 0 ? judges : report.judges.slice(0, 4);
  return drawCalibration({
    title: 'Is a culpability of so many per cent right so often?',
    subtitle: `all families together, ${seedsOf(report)}; larger marks are more parties, on the line is right`,
    curves: shown.map((judge) => ({
      ...looksOf(judge),
      label: `${judge}: mean error ${overallOf(report).get(judge)!.calibrationError.toFixed(3)}`,
      points: report.calibration.get(judge)!,
    })),
  });
}

function drawHarm(report: Report): string | null {
  const compared = [OURS, 'plain', 'first-come', ORACLE].filter((judge) => report.judges.includes(judge));
  const leading = compared[0] ?? report.judges[0]!;
  const attacks = [...report.families].filter(([, rows]) => rows.get(leading)!.unattackedPer100Days !== null);
  if (attacks.length === 0) return null;
  const others = compared.filter((judge) => judge !== leading);
  const rows = attacks.map(([family, figures]) => ({
    label: family,
    values: [
      figures.get(leading)!.lossPer100Days,
      figures.get(leading)!.unattackedPer100Days,
      ...others.map((judge) => figures.get(judge)!.lossPer100Days),
    ],
  }));
  const most = Math.max(...rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return drawDotPlot({
    title: 'Harm done by each attack',
    subtitle: `what awards under the express policy lose by errors in 100 days; ${seedsOf(report)}, further left is better`,
    axis: { label: 'face values lost in 100 days', from: 0, to: Math.ceil(most / 10) * 10, digits: 1 },
    series: [
      { ...looksOf(leading), label: `${leading}, under attack` },
      { label: `${leading}, the same market without the attack`, mark: 'ring', ink: 'claim' },
      ...others.map((judge) => ({ ...looksOf(judge), ...HARM_LOOKS[judge], label: `${judge}, under attack` })),
    ],
    groups: [{ heading: 'attack', rows }],
    join: [0, 1],
  });
}

/** A ring is the market without the attack there. */
const HARM_LOOKS: Readonly<Record<string, Partial<DotSeries>>> = {
  plain: { mark: 'diamond', ink: 'opposes' },
  'first-come': { mark: 'cross', ink: 'line' },
};
