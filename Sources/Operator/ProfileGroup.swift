internal import ArgumentParser

/// The commands of `millwright profile …`.
struct ProfileGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Works with firmware profiles.",
        subcommands: [ProfileValidate.self])
}
