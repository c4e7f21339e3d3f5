import { IconAlertTriangle, IconChevronRight, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import classes from './Report.module.css';

type Issue = Schema<'ImportIssue'>;

const icons = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle };
const names = { error: 'Error', warning: 'Warning', info: 'For information' };

/** What was found in a file: each finding with how often, and the first lines it is on. */
export function Issues({ issues }: { issues: Issue[] }) {
  if (issues.length === 0) return <p className={classes.quiet}>Nothing to complain about.</p>;
  return (
    <ul className={classes.issues} aria-label="Findings">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.text}`}>
          {issue.examples.length > 0 ? (
            <details>
              <summary>
                <Title issue={issue} />
                <IconChevronRight size={14} stroke={1.8} className={classes.chevron} aria-hidden />
              </summary>
              <Examples issue={issue} />
            </details>
          ) : (
            <div className={classes.plain}>
              <Title issue={issue} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Title({ issue: { severity, text, count } }: { issue: Issue }) {
  const Icon = icons[severity];
  return (
    <>
      <Icon size={16} stroke={1.7} className={classes.mark} data-severity={severity} aria-hidden />
      <span className="visually-hidden">{names[severity]}: </span>
      <span className={classes.text}>{text}</span>
      {count > 1 && <b className={classes.times}>{formatCount(count)}×</b>}
    </>
  );
}

function Examples({ issue: { count, examples } }: { issue: Issue }) {
  return (
    <div className={classes.examples}>
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ line, column, value, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: examples have no other identity
            <tr key={index}>
              <td>{formatCount(line)}</td>
              <td>{column}</td>
              <td>{value !== null && <code>{value === '' ? '(empty)' : value}</code>}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > examples.length && <small>and {formatCount(count - examples.length)} more</small>}
    </div>
  );
}
