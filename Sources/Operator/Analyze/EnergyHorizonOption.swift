public import AnalyticsEnergy
public import ArgumentParser

extension EnergyHorizon: ExpressibleByArgument {}
