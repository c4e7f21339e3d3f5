/** Where cards are held against who left: "health@3", "health@draft", "health" for the one in force. */
export const labPath = (...cards: string[]) => `/lab?${new URLSearchParams({ cards: cards.join() })}`;
