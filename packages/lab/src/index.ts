export { createDesktopWorld, type DesktopWorldOptions } from './desktop-world.ts';
export {
  clerk,
  customers,
  plantedValues,
  type Address,
  type Customer,
  type PlantedValue,
} from './order-desk/customers.ts';
export { startOrderDesk, type OrderDesk } from './order-desk/server.ts';
export { LabError, type LabErrorCode } from './error.ts';
export { createHands, type Hands } from './hands/hands.ts';
export { attemptTask } from './learning/attempt.ts';
export { trajectoryToDemonstration, type Demonstration } from './learning/demonstration.ts';
export { startPracticeSite, type PracticeSite } from './learning/practice-site.ts';
export { createDraw, drawTask, type PracticeTask } from './learning/practice-task.ts';
export { learnPolicy } from './learning/reference-policy.ts';
