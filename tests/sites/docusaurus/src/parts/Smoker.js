import React from "react";

export default function Smoker({ puffs, children }) {
  return <section>{children} ({puffs})</section>;
}
