internal import ArgumentParser

/// The commands of `millwright device …`.
struct DeviceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Publishes to a broker as a device does.",
        subcommands: [DevicePublish.self, DeviceSimulate.self, DeviceReplay.self])
}
