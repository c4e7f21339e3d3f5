import { useParams } from 'react-router';
import { Definitions } from '@/components/Definitions';
import { Figure, Figures } from '@/components/Figures';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatDelta, formatMany } from '@/lib/format';
import { binColumns, CalibrationChart } from '../../calibration/CalibrationChart';
import { RiskVerdict } from '../RiskVerdict';
import { formatShare, withinWords } from '../says';
import { Candidates, candidateColumns } from './Candidates';
import { Columns, columnColumns, LeftOut } from './Columns';
import { Judged } from './Judged';
import { BackToModels } from './links';
import classes from './Model.module.css';
import { Trials } from './Trials';

type ModelCard = Schema<'ModelCard'>;

/** The card of a model: on what it learned, how well it told what it had not seen, what it reads, and what to mind. */
export function ModelPage() {
  const { id = '' } = useParams();
  const card = $api.useQuery('get', '/api/v1/forecast/models/{id}', { params: { path: { id: Number(id) } } });
  const all = $api.useQuery('get', '/api/v1/forecast/models', {});
  return (
    <>
      <BackToModels />
      {card.error && <ErrorState error={card.error} onRetry={() => void card.refetch()} />}
      {!card.data && !card.error && <Loading label="Loading the card" />}
      {card.data && (
        <Card
          card={card.data}
          judged={all.data?.judged.filter((one) => one.model_id === card.data.id) ?? []}
        />
      )}
      {all.data && <Definitions items={all.data.definitions} />}
    </>
  );
}

function Card({ card, judged }: { card: ModelCard; judged: Schema<'Judgement'>[] }) {
  const isTried = card.candidates.length > 0;
  return (
    <>
      <Panel
        title={`Model of ${formatDay(card.day)}`}
        hint={`${card.is_in_force ? 'In force. ' : 'Replaced since. '}Trained by ${card.created_by ?? 'itself'}.`}
      >
        <RiskVerdict card={card} />
        <Learned card={card} />
      </Panel>
      {isTried && (
        <Panel
          title="Which was kept, and why"
          hint={<Why card={card} />}
          actions={
            <SaveCsv name={`model-${card.id}-tried`} rows={card.candidates} columns={candidateColumns} />
          }
        >
          <Candidates card={card} />
        </Panel>
      )}
      <div className={classes.columns}>
        <div className={classes.stack}>
          {isTried && <ComesTrue card={card} />}
          {card.columns.length > 0 && <Reads card={card} />}
        </div>
        <div className={classes.stack}>
          {isTried && (
            <Panel
              title="Tried on later months"
              hint="For each block it learned only from what was known before, and then told months that it had not seen."
            >
              <Trials blocks={card.blocks} />
            </Panel>
          )}
          <Panel title="Left out" hint="What nothing may learn from, because it would know the outcome.">
            <LeftOut items={card.left_out} />
          </Panel>
          <Panel title="To mind">
            <ul className={classes.caveats}>
              {card.caveats.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Panel>
          <Panel title="What it told, and what came of it">
            <Judged items={judged} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function ComesTrue({ card }: { card: ModelCard }) {
  return (
    <Panel
      title="Does it come true"
      hint="What was told of months held back, beside the share that then left. On the dotted line it is right."
      actions={<SaveCsv name={`model-${card.id}-told`} rows={card.bins} columns={binColumns} />}
    >
      <CalibrationChart label="Told beside happened" bins={card.bins} />
    </Panel>
  );
}

function Reads({ card }: { card: ModelCard }) {
  return (
    <Panel
      title="What it reads"
      hint="The weightiest first: their share of all that moves its answers."
      actions={<SaveCsv name={`model-${card.id}-columns`} rows={card.columns} columns={columnColumns} />}
    >
      <Columns columns={card.columns} />
    </Panel>
  );
}

/** The data and the period. */
function Learned({ card }: { card: ModelCard }) {
  return (
    <Figures>
      <Figure
        name="Learned from"
        more={`${formatMany(card.rows, 'month of a customer', 'months of customers')}${card.drawn_pct < 100 ? `, of ${formatShare(card.drawn_pct)} of all customers` : ''}`}
      >
        {formatMany(card.accounts, 'customer')}
      </Figure>
      <Figure
        name={`Left ${withinWords(card)}`}
        more={`seen in ${formatMany(card.left_rows, 'month', 'months')} before it`}
      >
        {formatCount(card.left_accounts)}
      </Figure>
      <Figure
        name="Period"
        more={card.known_until ? `facts until ${formatDay(card.known_until)}` : undefined}
      >
        {card.from && card.to ? `${formatDay(card.from)} – ${formatDay(card.to)}` : 'none'}
      </Figure>
      {card.base_pct !== null && (
        <Figure name="Usual" more="of the months were followed by leaving">
          {formatShare(card.base_pct)}
        </Figure>
      )}
    </Figures>
  );
}

/** Why this one and no other, in two sentences. */
function Why({ card }: { card: ModelCard }) {
  const { beyond_age, beyond_age_low, beyond_age_high, candidates, verdict } = card;
  const best = candidates.reduce((a, b) => ((b.log_loss ?? Infinity) < (a.log_loss ?? Infinity) ? b : a));
  const used = candidates.find(({ is_kept }) => is_kept);
  const beyond =
    beyond_age === null || beyond_age_low === null || beyond_age_high === null
      ? ''
      : `; beyond the retention curve it ranks ${formatDelta(100 * beyond_age, 1)} of 100 better (${formatDelta(100 * beyond_age_low, 1)} to ${formatDelta(100 * beyond_age_high, 1)})`;
  return (
    <>
      {best.label} told months held back with the least surprise{beyond}.{' '}
      {verdict === 'predicts'
        ? 'That is more than chance, so it is in use.'
        : `That may be chance, so everybody is told by the plainest that does as well: ${used?.label.toLowerCase() ?? 'the base rate'}.`}
    </>
  );
}
