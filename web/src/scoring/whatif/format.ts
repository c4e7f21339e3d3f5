/** 25%, 12.5%: one decimal where there is one. */
export const formatWeight = (value: number) => `${Number(value.toFixed(1))}%`;
