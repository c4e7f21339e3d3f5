import { useSearchParams } from 'react-router';
import { ImportView } from './ImportView';
import { StartView } from './StartView';

/** From files to facts: choose, look at what would happen, then let it happen. */
export function ImportPage() {
  const [search, setSearch] = useSearchParams();
  const id = Number(search.get('id'));
  if (Number.isInteger(id) && id > 0) return <ImportView id={id} onLeave={() => setSearch({})} />;
  return <StartView onStarted={(started) => setSearch({ id: String(started) })} />;
}
