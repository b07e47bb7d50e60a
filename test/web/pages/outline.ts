/** What a page consists of, read strictly: whatever a browser would have to repair is an error here. */
export interface Outline {
  elements: string[];
  attributes: { element: string; name: string; value: string }[];
  headings: string[];
  ids: string[];
  /** What a person reads, with single spaces. */
  text: string;
}

const voidElements = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const tag = /<(?<close>\/?)(?<name>[a-z][a-z0-9]*)(?<rest>(?:\s+[a-zA-Z0-9-]+(?:="[^"<>]*")?)*)\s*>/y;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** @throws Error for a tag that is not closed, closed in the wrong order or not written properly, and for a bare `<` or `&`. */
export function outlineOf(markup: string): Outline {
  const outline: Outline = { elements: [], attributes: [], headings: [], ids: [], text: '' };
  const open: string[] = [];
  const doctype = '<!doctype html>';
  if (!markup.startsWith(doctype)) throw new Error('no doctype');
  let at = doctype.length;
  let text = '';
  while (at < markup.length) {
    if (markup[at] === '<') {
      tag.lastIndex = at;
      const found = tag.exec(markup);
      if (!found?.groups) throw new Error(`not a tag: ${markup.slice(at, at + 60)}`);
      const { close, name = '', rest = '' } = found.groups;
      at = tag.lastIndex;
      if (close) {
        if (open.pop() !== name)
          throw new Error(`</${name}> closes something else, before: ${markup.slice(at, at + 60)}`);
        continue;
      }
      outline.elements.push(name);
      for (const [, attribute = '', value = ''] of rest.matchAll(/\s([a-zA-Z0-9-]+)(?:="([^"]*)")?/g)) {
        outline.attributes.push({ element: name, name: attribute, value: plain(value) });
        if (attribute === 'id') outline.ids.push(value);
      }
      if (/^h[1-6]$/.test(name)) outline.headings.push(name);
      if (name === 'style') at = markup.indexOf('</style>', at);
      else if (!voidElements.has(name)) open.push(name);
      if (name === 'style') open.push(name);
    } else {
      const next = markup.indexOf('<', at);
      const end = next === -1 ? markup.length : next;
      text += plain(markup.slice(at, end));
      at = end;
    }
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  outline.text = text.replaceAll(/\s+/g, ' ').trim();
  return outline;
}

function plain(escaped: string): string {
  return escaped.replaceAll(/&(#?\w+;)?/g, (_, name: string | undefined) => {
    const character = name && entities[name.slice(0, -1)];
    if (!character) throw new Error(`a bare & in: ${escaped}`);
    return character;
  });
}
