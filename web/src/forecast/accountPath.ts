export const accountPath = (key: string) => `/accounts/${encodeURIComponent(key)}`;
