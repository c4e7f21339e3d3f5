// The filter language, enough of it for pages under construction.
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[a-z_][\w.]*|!=|<=|>=|[=<>(),])/giy;

export function parseFilter(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(text);
    if (!match)
      throw Object.assign(
        new Error(
          `filter, character ${end + 1}: “${text[end]}” is not expected here. A condition is a field, an operator and a value.`,
        ),
        { field: 'filter' },
      );
    tokens.push(match[1]);
  }
  let i = 0;
  const peek = () => tokens[i]?.toLowerCase();
  const fail = (what) => {
    throw Object.assign(
      new Error(
        `filter, word ${i + 1}: ${what}${tokens[i] ? `, not “${tokens[i]}”` : ', but the text ends'}.`,
      ),
      { field: 'filter' },
    );
  };
  const take = (word) => (peek() === word ? (i++, true) : false);
  const value = () => {
    const t = tokens[i++];
    if (t === undefined) {
      i--;
      fail('a value is expected');
    }
    return t.startsWith('"') ? JSON.parse(t) : Number.isNaN(Number(t)) ? t : Number(t);
  };
  const term = () => {
    if (take('not')) {
      const f = term();
      return (row) => !f(row);
    }
    if (take('(')) {
      const f = or();
      if (!take(')')) fail('“)” is expected');
      return f;
    }
    const name = tokens[i++];
    if (!name || !/^[a-z_]/i.test(name)) {
      i--;
      fail('a field name is expected');
    }
    const get = (row) => row[name] ?? null;
    if (take('is')) {
      const not = take('not');
      if (!take('missing')) fail('“missing” is expected');
      return (row) => (get(row) == null) !== not;
    }
    if (take('in')) {
      if (!take('(')) fail('“(” is expected');
      const set = [value()];
      while (take(',')) set.push(value());
      if (!take(')')) fail('“)” is expected');
      return (row) => set.includes(get(row));
    }
    if (take('contains')) {
      const v = String(value()).toLowerCase();
      return (row) =>
        String(get(row) ?? '')
          .toLowerCase()
          .includes(v);
    }
    const op = tokens[i++];
    if (!['=', '!=', '<', '<=', '>', '>='].includes(op)) {
      i--;
      fail('an operator is expected (= != < <= > >= in contains is)');
    }
    const v = value();
    return (row) => {
      const x = get(row);
      if (x == null) return op === '!=';
      return op === '='
        ? x === v
        : op === '!='
          ? x !== v
          : op === '<'
            ? x < v
            : op === '<='
              ? x <= v
              : op === '>'
                ? x > v
                : x >= v;
    };
  };
  const and = () => {
    let f = term();
    while (take('and')) {
      const a = f;
      const b = term();
      f = (row) => a(row) && b(row);
    }
    return f;
  };
  const or = () => {
    let f = and();
    while (take('or')) {
      const a = f;
      const b = and();
      f = (row) => a(row) || b(row);
    }
    return f;
  };
  const f = or();
  if (i < tokens.length) fail('“and”, “or” or the end is expected');
  return f;
}
