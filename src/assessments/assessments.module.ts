import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { AlternativesService } from './alternatives.service.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsService } from './assessments.service.js';
import { DryRunService } from './dry-run.service.js';
import { ExplanationsController } from './explanations.controller.js';
import { ExplanationsService } from './explanations.service.js';
import { ImpactPrivacyService } from './impact-privacy.service.js';
import { IncidentTimelinesService } from './incident-timelines.service.js';
import { ReassessmentController } from './reassessment.controller.js';
import { ReassessmentService } from './reassessment.service.js';
import { RunAssessmentService } from './run-assessment.service.js';

@Module({
  imports: [IncidentsModule],
  controllers: [AssessmentsController, ReassessmentController, ExplanationsController],
  providers: [
    AssessmentsService,
    ImpactPrivacyService,
    RunAssessmentService,
    DryRunService,
    AlternativesService,
    ReassessmentService,
    ExplanationsService,
    IncidentTimelinesService,
  ],
  exports: [AssessmentsService],
})
export class AssessmentsModule {}
