import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from '@tanstack/react-table';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { momentText } from '../app/When.tsx';
import { AttemptCell } from './AttemptCell.tsx';
import { ChangedOrWhy } from './ChangedOrWhy.tsx';
import { formatClock, formatTime, latencyOf } from './format.ts';
import { isDelivery, outcomeOf, reasonWords, timeOf, type TimelineItem } from './item.ts';
import { RedispatchMark } from './RedispatchMark.tsx';
import { RefusedCount } from './RefusedCount.tsx';
import { SourceCell } from './SourceCell.tsx';

export const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

const helper = createColumnHelper<typeof features, TimelineItem>();
/** Narrower than this, in pixels, the outcome is told by its glyph, and by its word to who hears it. */
const WORD_FITS = 64;
/** Narrower than this, in pixels, a time is told without its day. */
const DAY_FITS = 96;

const muted = <span className="text-muted">–</span>;

export const columns = helper.columns([
  helper.display({
    id: 'time',
    header: 'Time',
    size: 100,
    minSize: 64,
    cell: ({ row, column }) => {
      const time = timeOf(row.original);
      return (
        <span className="tabular-nums" title={momentText(time)}>
          {column.getSize() < DAY_FITS ? formatClock(time) : formatTime(time)}
        </span>
      );
    },
  }),
  helper.display({
    id: 'type',
    header: 'Type',
    size: 110,
    minSize: 64,
    cell: ({ row: { original: item }, table }) =>
      isDelivery(item) ? (
        <>
          {item.redispatch && !table.getColumn('source')?.getIsVisible() && (
            <RedispatchMark by={item.redispatch.by} />
          )}
          <VisibleText text={item.event_type} />
        </>
      ) : (
        <>
          <RefusedCount count={item.count} /> rejected
        </>
      ),
  }),
  helper.display({
    id: 'user',
    header: 'User',
    size: 136,
    minSize: 64,
    cell: ({ row: { original: item } }) => {
      const user = isDelivery(item) && (item.user_label ?? item.clerk_user_id);
      return user ? <VisibleText text={user} /> : muted;
    },
  }),
  helper.display({
    id: 'outcome',
    header: 'Outcome',
    size: 100,
    minSize: 32,
    cell: ({ row, column }) => (
      <OutcomeChip outcome={outcomeOf(row.original)} glyphOnly={column.getSize() < WORD_FITS} />
    ),
  }),
  helper.display({
    id: 'changed',
    header: 'Changed',
    size: 150,
    minSize: 64,
    cell: ({ row: { original: item } }) =>
      isDelivery(item) ? <ChangedOrWhy row={item} /> : reasonWords[item.reason],
  }),
  helper.display({
    id: 'attempt',
    header: 'Attempt',
    size: 68,
    minSize: 56,
    cell: ({ row: { original: item } }) => (isDelivery(item) ? <AttemptCell row={item} /> : muted),
  }),
  helper.display({
    id: 'latency',
    header: 'Latency',
    size: 72,
    minSize: 56,
    cell: ({ row: { original: item } }) => (isDelivery(item) && latencyOf(item)) || muted,
  }),
  helper.display({
    id: 'source',
    header: 'Source',
    size: 110,
    minSize: 64,
    cell: ({ row: { original: item } }) => (isDelivery(item) ? <SourceCell row={item} /> : muted),
  }),
]);

/** Width of the last cell, which holds the row's actions, in pixels. */
export const ACTIONS_WIDTH = 32;

/** The default width of each column in pixels. */
export const columnSizes = Object.fromEntries(columns.map(({ id, size }) => [id!, size!]));

export const columnIds = columns.map(({ id }) => id!);

export const columnNames = Object.fromEntries(
  columns.map(({ id, header }) => [id, String(header)]),
);
