import { describe, expect, it } from '@jest/globals';
import { cleanText, fitText, groupThousands, wrapText } from './text.ts';

const font = { size: 14, bold: true };

describe('text', () => {
  it('shows where something could not be seen, and drops joiners', () => {
    expect(cleanText(' a\n\tb\u0000c\u202ed\u200be ')).toBe('a b\ufffdc\ufffdde');
    expect(cleanText('a \u200b b')).toBe('a b');
    expect(cleanText('\ud800x')).toBe('\ufffdx');
    expect(cleanText(`e${'\u0301'.repeat(50)}`)).toBe('e\u0301\u0301');
  });

  it('cuts with … and only where it must', () => {
    expect(fitText('Aron', 200, font)).toBe('Aron');
    expect(fitText('Aron of North Bank', 100, font)).toMatch(/^Aron.*…$/);
    expect(fitText('x'.repeat(4_000), 100_000, font)).toMatch(/…$/);
  });

  it('breaks lines evenly', () => {
    expect(wrapText('fork: Dora signed twice', 160, font, 2)).toEqual(['fork: Dora', 'signed twice']);
  });

  it('groups thousands', () => {
    expect([0, 999, 1_000, 1_234_567].map(groupThousands)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});
