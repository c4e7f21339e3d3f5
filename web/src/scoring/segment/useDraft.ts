import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { $api, type Schema } from '@/lib/api';
import { type FilterJson, fromJson, type Group, toJson } from './conditions';

const TYPING_MS = 350;

type Body = { filter: string } | { filter_json: FilterJson };

/** What was edited last decides; the other form follows from what the server makes of it. */
type Draft = { side: 'rows' | 'text' };

/**
 * A filter that is edited as rows and as text. The server is the only one who reads the language: each
 * edit is asked as a preview, which gives the other form, the number of accounts and their ARR.
 */
export function useDraft(start: string, key: string | undefined) {
  const [draft, setDraft] = useState<Draft>({ side: 'text' });
  const [tree, setTree] = useState<Group>(() => fromJson(null));
  const [text, setText] = useState(start);
  const whole = toJson(tree);
  const body: Body | undefined =
    draft.side === 'text'
      ? text.trim() === ''
        ? undefined
        : { filter: text.trim() }
      : whole && { filter_json: whole };
  const [asked] = useDebouncedValue(body && JSON.stringify({ key, ...body }), TYPING_MS);
  const isCurrent = asked === (body && JSON.stringify({ key, ...body }));

  const preview = $api.useQuery(
    'post',
    '/api/v1/segments/preview',
    { body: JSON.parse(asked ?? '{}') },
    { enabled: asked !== undefined, placeholderData: (old?: Schema<'SegmentPreview'>) => old, retry: false },
  );
  const { data, error, isPlaceholderData } = preview;
  const isAnswered = isCurrent && asked !== undefined && data !== undefined && !isPlaceholderData && !error;

  useEffect(() => {
    if (!isAnswered) return;
    if (draft.side === 'rows') setText(data.filter);
    else setTree(fromJson(data.filter_json as FilterJson));
  }, [isAnswered, draft.side, data]);

  return {
    tree,
    text,
    preview: data,
    /** The filter as the server writes it; undefined while it is not whole, or wrong. */
    filter: isAnswered ? data.filter : undefined,
    error: isCurrent && asked !== undefined ? error : null,
    /** Where it was edited last, and so is wrong if it is. */
    side: draft.side,
    isStale: !isAnswered,
    isEmpty: body === undefined,
    changeTree: useCallback((next: Group) => {
      setDraft({ side: 'rows' });
      setTree(next);
    }, []),
    changeText: useCallback((next: string) => {
      setDraft({ side: 'text' });
      setText(next);
    }, []),
  };
}
export type FilterDraft = ReturnType<typeof useDraft>;
