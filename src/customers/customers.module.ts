import { Module } from '@nestjs/common';
import { IngestModule } from '../platform/ingest/ingest.module.js';
import { ContactPrivacyService } from './contact-privacy.service.js';
import { CustomerImportsService } from './customer-imports.service.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';

@Module({
  imports: [IngestModule],
  controllers: [CustomersController],
  providers: [CustomersService, ContactPrivacyService, CustomerImportsService],
  exports: [CustomersService],
})
export class CustomersModule {}
