import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from '@tanstack/react-table';
import { PageMark } from '../../page/waterfall/PageMark.tsx';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { momentText } from '../../ui/time/When.tsx';
import { AttemptCell } from './AttemptCell.tsx';
import { ChangedOrWhy } from '../../event/ChangedOrWhy.tsx';
import { formatClock, formatPrecise, latencyOf } from '../../event/format.ts';
import { isDelivery, reasonWords, timeOf, type TimelineItem } from '../../event/item.ts';
import { OutcomeCell } from './OutcomeCell.tsx';
import { RedispatchMark } from '../../event/RedispatchMark.tsx';
import { RejectionCount } from '../../event/RejectionCount.tsx';
import { ClaimedUser, ShortId } from './UserCell.tsx';
import { SourceCell } from './SourceCell.tsx';

export const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

const helper = createColumnHelper<typeof features, TimelineItem>();
/** In a narrower column, in pixels, an outcome is only a glyph; screen readers get the word. */
const WORD_FITS = 64;
/** In a narrower column, in pixels, a time has no milliseconds. */
const MILLISECONDS_FIT = 92;

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
          {column.getSize() < MILLISECONDS_FIT ? formatClock(time) : formatPrecise(time)}
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
          <PageMark row={item} />
          <VisibleText text={item.event_type} />
        </>
      ) : (
        <>
          <RejectionCount count={item.count} /> rejected
          {item.claimed?.type !== undefined && (
            <span className="text-muted" title="Unverified: the request was rejected">
              , claims <VisibleText text={item.claimed.type} />
            </span>
          )}
        </>
      ),
  }),
  helper.display({
    id: 'user',
    header: 'User',
    size: 136,
    minSize: 64,
    cell: ({ row: { original: item } }) => {
      if (!isDelivery(item)) return <ClaimedUser rejection={item} />;
      if (item.user_label !== undefined) return <VisibleText text={item.user_label} />;
      return item.clerk_user_id === undefined ? muted : <ShortId id={item.clerk_user_id} />;
    },
  }),
  helper.display({
    id: 'outcome',
    header: 'Outcome',
    size: 212,
    minSize: 32,
    cell: ({ row: { original: item }, column }) => {
      const glyphOnly = column.getSize() < WORD_FITS;
      if (isDelivery(item)) return <OutcomeCell row={item} glyphOnly={glyphOnly} />;
      return <OutcomeChip outcome="rejected" glyphOnly={glyphOnly} />;
    },
  }),
  helper.display({
    id: 'changed',
    header: 'Changed',
    size: 140,
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

/**
 * The widths of the first cell, which selects and unfolds a row, and of the last cell, in pixels.
 */
export const LEAD_WIDTH = 32;
export const ACTIONS_WIDTH = 32;

/** The default width of each column in pixels. */
export const columnSizes = Object.fromEntries(columns.map(({ id, size }) => [id!, size!]));

export const columnIds = columns.map(({ id }) => id!);

export const columnNames = Object.fromEntries(
  columns.map(({ id, header }) => [id, String(header)]),
);
