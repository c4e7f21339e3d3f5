import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconChevronRight,
  IconCopy,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Schema } from '@/lib/api';
import { moved, replaced } from '@/lib/lists';
import { sayWhen } from '../branch';
import {
  type Instrument,
  QUESTIONS_MAX,
  type Question,
  questionTypes,
  titleOf,
  typeLabel,
} from '../instrument';
import type { Fault } from '../mend';
import { copied, newQuestion, renamed, withoutQuestion } from './changes';
import classes from './Edit.module.css';
import { QuestionEditor } from './QuestionEditor';
import type { Languages } from './WordsInput';

interface QuestionListProps {
  instrument: Instrument;
  languages: Languages;
  ratings: Schema<'RatingGroup'>[];
  faults: Fault[];
  onChange: (next: Instrument, tag?: string) => void;
}

/** The questions in their order: opened one by one, moved by Alt and the arrow keys. */
export function QuestionList({ instrument, languages, ratings, faults, onChange }: QuestionListProps) {
  const { questions } = instrument;
  const [open, setOpen] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const focused = useRef<string | null>(null);

  // A row that was moved is another place in the list: the focus goes with it.
  useEffect(() => {
    if (focused.current)
      list.current?.querySelector<HTMLElement>(`[data-opener="${focused.current}"]`)?.focus();
    focused.current = null;
  });

  const put = (at: number, question: Question, tag?: string) =>
    onChange({ ...instrument, questions: replaced(questions, at, question) }, tag);
  const move = (at: number, by: 1 | -1) => {
    if (at + by >= 0 && at + by < questions.length)
      onChange({ ...instrument, questions: moved(questions, at, by) });
  };
  const add = (type: Question['type']) => {
    const question = newQuestion(instrument, type, languages.first);
    setOpen(question.id);
    onChange({ ...instrument, questions: [...questions, question] });
  };
  function onKeyDown(event: KeyboardEvent, at: number, id: string) {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    focused.current = id;
    move(at, by);
  }

  return (
    <>
      <ol className={classes.questions} ref={list}>
        {questions.map((question, at) => {
          const isOpen = open === question.id;
          return (
            <li key={question.id} className={classes.question} data-open={isOpen}>
              <div className={classes.head}>
                <button
                  type="button"
                  data-opener={question.id}
                  className={classes.opener}
                  aria-expanded={isOpen}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onClick={() => setOpen(isOpen ? null : question.id)}
                  onKeyDown={(event) => onKeyDown(event, at, question.id)}
                >
                  <IconChevronRight size={15} stroke={1.6} aria-hidden />
                  <span>
                    {at + 1}. {titleOf(question, languages.first)}
                    <Marks question={question} instrument={instrument} language={languages.first} />
                  </span>
                  {faults.some((fault) => fault.at === at) && (
                    <IconAlertTriangle size={15} stroke={1.6} aria-label="To be mended" />
                  )}
                </button>
                <Tools
                  name={titleOf(question, languages.first)}
                  isFirst={at === 0}
                  isLast={at === questions.length - 1}
                  isFull={questions.length >= QUESTIONS_MAX}
                  onMove={(by) => move(at, by)}
                  onCopy={() => onChange(copied(instrument, at))}
                  onRemove={() => onChange(withoutQuestion(instrument, at))}
                />
              </div>
              {isOpen && (
                <QuestionEditor
                  {...{ instrument, question, languages, ratings }}
                  index={at}
                  onChange={(next, tag) => put(at, next, tag)}
                  onRename={(id) => {
                    setOpen(id);
                    onChange(renamed(instrument, at, id));
                  }}
                />
              )}
            </li>
          );
        })}
      </ol>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            className={classes.add ?? ''}
            size="xs"
            variant="default"
            disabled={questions.length >= QUESTIONS_MAX}
          >
            Add a question
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {questionTypes.map(({ value, label }) => (
            <Menu.Item key={value} onClick={() => add(value)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

interface MarksProps {
  question: Question;
  instrument: Instrument;
  language: string;
}

function Marks({ question, instrument, language }: MarksProps) {
  const { type, is_required, when } = question;
  return (
    <small>
      {[typeLabel(type), is_required && 'needs an answer', when && sayWhen(instrument, when, language)]
        .filter(Boolean)
        .join(' · ')}
    </small>
  );
}

interface ToolsProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  isFull: boolean;
  onMove: (by: 1 | -1) => void;
  onCopy: () => void;
  onRemove: () => void;
}

function Tools({ name, isFirst, isLast, isFull, onMove, onCopy, onRemove }: ToolsProps) {
  const tool = (label: string, icon: typeof IconCopy, isDisabled: boolean, act: () => void) => {
    const Icon = icon;
    return (
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isDisabled} onClick={act}>
        <Icon size={15} stroke={1.6} />
      </ActionIcon>
    );
  };
  return (
    <span className={classes.tools}>
      {tool(`Move “${name}” up`, IconArrowUp, isFirst, () => onMove(-1))}
      {tool(`Move “${name}” down`, IconArrowDown, isLast, () => onMove(1))}
      {tool(`Copy “${name}”`, IconCopy, isFull, onCopy)}
      {tool(`Remove “${name}”`, IconTrash, false, onRemove)}
    </span>
  );
}
