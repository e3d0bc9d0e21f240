import type { NewRelicConnection } from "./newrelic-connection.ts";
import { newRelicQuestions } from "./newrelic-questions.ts";
import type { Observed } from "./observed.ts";
import { type AskedSignal, askedIn } from "./signals.ts";

/** An environment, as New Relic looks at it. */
export interface NewRelicObserved extends Observed, NewRelicConnection {
  /**
   * E-mail of the service account that New Relic reads projects with: it names one per account, where a project is linked by hand.
   * https://docs.newrelic.com/docs/infrastructure/google-cloud-platform-integrations/get-started/connect-google-cloud-platform-services-new-relic/
   *
   * @default managed services of Google Cloud are not read
   */
  readonly gcpReader?: string;
}

/** Every signal that New Relic can be asked for, of the accounts it may read. */
export const askedOfNewRelic = ({ places, gcpReader }: NewRelicObserved): AskedSignal[] =>
  askedIn(places, newRelicQuestions).filter(
    ({ signal, place }) => signal.toldBy === "cluster" || place.cloud !== "gcp" || gcpReader !== undefined,
  );
