/** maskSecrets shows a URL without its passwords; of what is no URL it shows only how it begins. */
export function maskSecrets(text: string): string {
  if (!URL.canParse(text)) {
    const scheme = /^[a-z][a-z0-9+.-]{0,15}:/i.exec(text);
    return scheme === null ? '…' : `${scheme[0]}…`;
  }
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  for (const name of url.searchParams.keys()) {
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, '***');
  }
  // A password with a # in it that nobody wrote as %23 ends up in the fragment.
  return url.href.replace(/#.*$/, '#…');
}
