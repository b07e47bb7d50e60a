import type { Fetch } from '../../http.ts';

/** Withings' answers about measures, as they came; nothing of a token is in them. */
export interface RawAnswers {
  fetch: Fetch;
  /** As one JSON array. */
  text(): string;
}

export function recordingFetch(fetch: Fetch): RawAnswers {
  const answers: string[] = [];
  return {
    async fetch(input, init) {
      const response = await fetch(input, init);
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname === '/measure') answers.push(asJson((await response.clone().text()).trim()));
      return response;
    },
    text: () => `[\n${answers.join(',\n')}\n]\n`,
  };
}

/** What is no JSON, such as the page of a gateway, as a text. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
