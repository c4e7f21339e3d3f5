import { SearchInput } from '@/components/filter/SearchInput';
import { AccountFilter } from './AccountFilter';
import classes from './Portfolio.module.css';
import type { PortfolioState } from './portfolioState';

interface PortfolioFiltersProps {
  state: PortfolioState;
  change: (part: Partial<PortfolioState>, replace?: boolean) => void;
  /** What the server says about the condition in the address. */
  error: string | null;
}

/** Search, and the filter that other pages have, too. */
export function PortfolioFilters({ state, change, error }: PortfolioFiltersProps) {
  return (
    <div className={classes.filters}>
      <SearchInput label="Search the portfolio" q={state.q} onChange={(q) => change({ q }, true)} />
      <AccountFilter
        day={state.day}
        matrix={state.matrix}
        text={state.text}
        chosen={state.chosen}
        onChange={change}
        error={error}
        isMore={state.q !== ''}
        onClear={() => change({ q: '', text: '', chosen: {} })}
      />
    </div>
  );
}
