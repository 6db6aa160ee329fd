/** Recording and rehearsing, on a local deployment with occasional conflicts. */
import { describe } from 'vitest';
import { testRecordedChanges } from '../../behaviours/recordedChanges.ts';
import { testRecordedCost } from '../../behaviours/recordedCost.ts';
import { testRecordedFailures } from '../../behaviours/recordedFailures.ts';
import { testRecordedLimits } from '../../behaviours/recordedLimits.ts';
import { testRecordedOrder } from '../../behaviours/recordedOrder.ts';
import { testRecordedProperties } from '../../behaviours/recordedProperties.ts';
import { startApp } from './startApp.ts';

describe('a handler that finishes', () => testRecordedChanges(startApp));
describe('the order of reads and writes', () => testRecordedOrder(startApp));
describe('a handler that fails', () => testRecordedFailures(startApp));
describe('a handler at the limits', () => testRecordedLimits(startApp));
describe('the cost of recording', () => testRecordedCost(startApp));
describe('random handlers', () => testRecordedProperties(startApp, 50));
