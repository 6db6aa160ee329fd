import type { Delivery, Event } from '../../webhooks/shared/delivery.ts';

/** Everything about one delivery, with the rows and the state of its event. */
export interface OpenedDelivery extends Delivery {
  event: Event;
}
