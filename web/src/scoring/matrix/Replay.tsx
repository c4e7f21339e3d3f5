import { ActionIcon, Slider, Tooltip } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { formatDay } from '@/lib/day';
import classes from './Replay.module.css';

interface ReplayProps {
  days: string[];
  /** The day on show; the last one when none is chosen. */
  day: string;
  onDay: (day: string) => void;
  /** The slider passes over a day, and may go on. */
  onPreview: (day: string) => void;
  /** The day on show has not arrived yet: the replay waits for it. */
  isWaiting: boolean;
}

const stepMs = 520;

/** A slider over all scored days, and a button that walks through them. */
export function Replay({ days, day, onDay, onPreview, isWaiting }: ReplayProps) {
  const [isPlaying, setPlaying] = useState(false);
  const at = Math.max(0, days.indexOf(day));
  const isAtEnd = at === days.length - 1;

  useEffect(() => {
    if (!isPlaying || isWaiting) return;
    const next = days[at + 1];
    if (next === undefined) {
      setPlaying(false);
      return;
    }
    const timer = window.setTimeout(() => onDay(next), stepMs);
    return () => window.clearTimeout(timer);
  }, [isPlaying, isWaiting, at, days, onDay]);

  const toggle = () => {
    if (!isPlaying && isAtEnd && days[0]) onDay(days[0]);
    setPlaying(!isPlaying);
  };

  return (
    <div className={classes.replay}>
      <Tooltip label={isPlaying ? 'Pause' : 'Replay history'}>
        <ActionIcon
          variant="default"
          size="lg"
          radius="xl"
          onClick={toggle}
          aria-label={isPlaying ? 'Pause the replay' : 'Replay history'}
          disabled={days.length < 2}
        >
          {isPlaying ? <IconPlayerPauseFilled size={14} /> : <IconPlayerPlayFilled size={14} />}
        </ActionIcon>
      </Tooltip>
      <Slider
        className={classes.slider}
        min={0}
        max={Math.max(1, days.length - 1)}
        value={at}
        onChange={(index) => days[index] && onPreview(days[index])}
        onChangeEnd={(index) => days[index] && onDay(days[index])}
        label={(index) => formatDay(days[index] ?? day)}
        disabled={days.length < 2}
        thumbLabel="Day"
        thumbValueText={formatDay(day)}
        size="sm"
      />
      <output className={classes.day}>{formatDay(day)}</output>
    </div>
  );
}
