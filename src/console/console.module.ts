import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { ConsoleController } from './console.controller.js';
import { ConsoleService } from './console.service.js';

@Module({ imports: [CustomersModule], controllers: [ConsoleController], providers: [ConsoleService] })
export class ConsoleModule {}
