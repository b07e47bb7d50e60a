export const peoplePath = '/people';
export const systemPath = '/system';
export const costPath = `${systemPath}/cost`;

export const personPath = (account: string): string => `${peoplePath}/${encodeURIComponent(account)}`;
