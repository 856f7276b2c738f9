internal import ArgumentParser

/// The operator's command line.
@main
struct Millwright: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millwright",
        abstract: "Speaks for devices, and checks what describes them.",
        version: OperatorVersion.text,
        subcommands: [DeviceGroup.self, ProfileGroup.self])
}
