public import Settings

extension ProfileLibrary {
    /// Reads every `.yaml` file of a folder; the mistakes of all files are thrown together.
    public static func load(folder: String) throws(ConfigurationMistakes) -> ProfileLibrary {
        var profiles: [FirmwareProfile] = []
        var mistakes: [ConfigurationMistake] = []
        var origin: [String: String] = [:]
        for path in try ConfigurationFiles.yamlFiles(in: folder) {
            do {
                let profile = try ProfileReader.read(file: path)
                if let first = origin.updateValue(path, forKey: profile.name) {
                    let message = "the name `\(profile.name)` is taken by \(first)"
                    mistakes.append(
                        ConfigurationMistake(.conflict, at: SourceMark(file: path), key: "name", message))
                }
                profiles.append(profile)
            } catch {
                mistakes += error.list
            }
        }
        guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
        return ProfileLibrary(profiles)
    }
}
