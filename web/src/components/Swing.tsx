import classes from './Swing.module.css';

interface SwingProps {
  /** −1 to 1: the longest of its column is whole. */
  share: number;
  tone: 'good' | 'bad';
}

/** A bar from the middle: to the right what raised something, to the left what lowered it. */
export function Swing({ share, tone }: SwingProps) {
  return (
    <span className={classes.swing}>
      <span
        data-tone={tone}
        style={{ width: `${50 * Math.abs(share)}%`, [share > 0 ? 'left' : 'right']: '50%' }}
      />
    </span>
  );
}
