import { Module } from '@nestjs/common';
import { LogoController } from './logo.controller.js';
import { LogoService } from './logo.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';

@Module({
  controllers: [SettingsController, LogoController],
  providers: [SettingsService, LogoService],
  exports: [SettingsService, LogoService],
})
export class SettingsModule {}
