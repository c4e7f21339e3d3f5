const INDENT = '  ';
/** A string (the last one may lack its end), a mark, or a number or word. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * JSON text with line breaks and indents, every token as it came: a long number keeps its digits, and
 * a text that was cut off is shown as far as it goes.
 */
export function indentJson(text: string): string {
  let out = '';
  let depth = 0;
  let before = '';
  const line = () => `\n${INDENT.repeat(Math.max(0, depth))}`;
  for (const [token] of text.matchAll(TOKEN)) {
    const isEnd = token === '}' || token === ']';
    const isAfterStart = before === '{' || before === '[';
    if (isEnd) depth--;
    if (isEnd !== isAfterStart || before === ',') out += line();
    out += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth++;
    before = token;
  }
  return out;
}
