internal import HubTenancy
internal import Settings

/// Commands to devices: the key that they are signed with.
struct CommandSettings: Sendable {
    var keyFile: String?
    var previousKeyFile: String?

    mutating func read(_ reader: inout SettingsReader) {
        keyFile = reader.value(
            .optionalText(
                "commands.key_file", about: "The file of the key that signs commands; made where there is none."))
        previousKeyFile = reader.value(
            .optionalText(
                "commands.previous_key_file", about: "The file of the key before it, once, while it is replaced."))
    }

    /// The key; made with its file at the first start.
    func signer() throws -> CommandSigner? { try keyFile.map { try CommandSigner.loadOrMake($0) } }

    /// The key before it, where one is given.
    func previous() throws -> CommandSigner? { try previousKeyFile.map { try CommandSigner.load($0) } }
}
