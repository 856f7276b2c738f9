internal import ArgumentParser

/// `millwright profile …`
struct ProfileGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Works with firmware profiles.",
        subcommands: [ProfileValidate.self])
}
