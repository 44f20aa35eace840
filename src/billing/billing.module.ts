import { Module } from '@nestjs/common';
import { Secrets } from '../platform/env/secrets.service.js';
import { BillingController } from './billing.controller.js';
import { BillingControlService } from './billing-control.service.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { BillingHooksController } from './billing-hooks.controller.js';
import { BillingHooksService } from './billing-hooks.service.js';
import { BillingRounds } from './billing-rounds.service.js';
import { BillingSystems } from './billing-systems.service.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { CreditsController } from './credits.controller.js';
import { CreditsService } from './credits.service.js';
import { CsvBatchesService } from './csv-batches.service.js';
import { DeliverService } from './deliver.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryActionsService } from './delivery-actions.service.js';
import { DeliveryWorker } from './delivery-worker.service.js';
import { FinishAttemptsService } from './finish-attempts.service.js';
import { LagoSystem } from './lago-system.service.js';
import { ReconcileService } from './reconcile.service.js';
import { ReversalsService } from './reversals.service.js';
import { StripeSystem } from './stripe-system.service.js';
import { WebhookSystem } from './webhook-system.service.js';

@Module({
  controllers: [
    CreditsController,
    DeliveriesController,
    ConnectionsController,
    BillingController,
    BillingHooksController,
  ],
  providers: [
    {
      provide: BillingEnvironment,
      inject: [Secrets],
      useFactory: (secrets: Secrets) => new BillingEnvironment(secrets, process.env),
    },
    BillingSystems,
    StripeSystem,
    LagoSystem,
    WebhookSystem,
    CreditsService,
    DeliverService,
    FinishAttemptsService,
    DeliveryWorker,
    BillingRounds,
    DeliveryActionsService,
    ReversalsService,
    ConnectionsService,
    BillingControlService,
    BillingHooksService,
    CsvBatchesService,
    ReconcileService,
  ],
  exports: [CreditsService],
})
export class BillingModule {}
