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
