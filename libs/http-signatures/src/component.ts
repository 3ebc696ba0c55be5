/** Component identifiers: what a signature covers (RFC 9421 section 2). */
import { serializeItem, type BareItem } from 'structured-headers';

export interface Component {
  /** A field's name in lower case, or a derived one such as `@method`. */
  readonly name: string;
  /** In the order in which they are written. */
  readonly params: ReadonlyMap<string, BareItem>;
}

/** componentOf makes a component of its name, and of parameters such as `{ name: 'id' }` or `{ req: true }`. */
export const componentOf = (name: string, params: Readonly<Record<string, string | true>> = {}): Component => ({
  name,
  params: new Map(Object.entries(params)),
});

/** serializeComponent writes an identifier: `"@query-param";name="id"`. */
export const serializeComponent = ({ name, params }: Component): string => serializeItem([name, new Map(params)]);

/** identityOf is the same for two identifiers that are one (section 2: the order of parameters does not matter). */
export const identityOf = ({ name, params }: Component): string =>
  serializeComponent({ name, params: new Map([...params].sort(([a], [b]) => (a < b ? -1 : 1))) });
