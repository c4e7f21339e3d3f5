export const segmentPath = (key: string) => `/segments/${encodeURIComponent(key)}`;

const quote = (key: string) => `"${key}"`;
export const inSegment = (key: string) => `segment = ${quote(key)}`;
