import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { ConsoleController } from './console.controller.js';
import { ConsoleService } from './console.service.js';
import { HooksService } from './hooks.service.js';

@Module({ imports: [CustomersModule], controllers: [ConsoleController], providers: [ConsoleService, HooksService] })
export class ConsoleModule {}
